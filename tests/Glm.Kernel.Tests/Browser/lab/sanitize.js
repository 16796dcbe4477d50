import { Sanitizer } from '@jupyterlab/apputils/lib/sanitizer.js';

// JupyterLab's own sanitizer as a program: a JSON list of HTML texts in, the same list as an untrusted notebook shows it out.
let given = '';
process.stdin.setEncoding('utf8').on('data', part => (given += part));
process.stdin.on('end', () => {
  const sanitizer = new Sanitizer();
  process.stdout.write(JSON.stringify(JSON.parse(given).map(html => sanitizer.sanitize(html))));
});
