import esbuild from 'esbuild';
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const lab = 'node_modules/@jupyterlab';
const settings = {};
for (const name of readdirSync(lab)) {
  const folder = join(lab, name, 'schema');
  if (existsSync(folder))
    for (const file of readdirSync(folder).filter(file => file.endsWith('.json')))
      settings[`@jupyterlab/${name}:${file.slice(0, -5)}`] = JSON.parse(readFileSync(join(folder, file)));
}
const plugin = {
  name: 'lab',
  setup(build) {
    build.onResolve({ filter: /^lab:settings$/ }, () => ({ path: 'settings', namespace: 'lab' }));
    build.onLoad({ filter: /.*/, namespace: 'lab' }, () => ({ contents: JSON.stringify(settings), loader: 'json' }));
    // Pictures are text for scripts and addresses for style sheets.
    build.onResolve({ filter: /\.svg$/ }, args => args.kind === 'url-token' || args.pluginData ? undefined : ({ path: join(args.resolveDir, args.path), namespace: 'text' }));
    build.onLoad({ filter: /.*/, namespace: 'text' }, args => ({ contents: readFileSync(args.path), loader: 'text' }));
    build.onResolve({ filter: /^path$/ }, args => build.resolve('path-browserify', { kind: args.kind, resolveDir: args.resolveDir }));
    build.onResolve({ filter: /^~/ }, args => build.resolve(args.path.slice(1), { kind: args.kind, resolveDir: args.resolveDir }));
  },
};
await esbuild.build({
  entryPoints: ['page.js', 'style.js'], bundle: true, outdir: 'out/glm-lab', format: 'iife', target: 'chrome110', plugins: [plugin], logLevel: 'warning', legalComments: 'none', minify: true,
  define: { 'process.env': '{}', 'process.cwd': 'undefined', global: 'window' },
  loader: { '.svg': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl', '.eot': 'dataurl', '.png': 'dataurl', '.gif': 'dataurl' },
});
await esbuild.build({ entryPoints: ['sanitize.js'], bundle: true, outfile: 'out/sanitize.cjs', format: 'cjs', platform: 'node', logLevel: 'warning', legalComments: 'none' });
copyFileSync('index.html', 'out/glm-lab/index.html');
