import { JupyterLab } from '@jupyterlab/application';
import { PluginRegistry } from '@lumino/coreutils';
import { IServiceManager } from '@jupyterlab/services';
import * as application from '@jupyterlab/application-extension';
import * as apputils from '@jupyterlab/apputils-extension';
import * as cellToolbar from '@jupyterlab/cell-toolbar-extension';
import * as codemirror from '@jupyterlab/codemirror-extension';
import * as completer from '@jupyterlab/completer-extension';
import * as docmanager from '@jupyterlab/docmanager-extension';
import * as filebrowser from '@jupyterlab/filebrowser-extension';
import * as mainmenu from '@jupyterlab/mainmenu-extension';
import * as markedparser from '@jupyterlab/markedparser-extension';
import * as notebook from '@jupyterlab/notebook-extension';
import * as rendermime from '@jupyterlab/rendermime-extension';
import * as services from '@jupyterlab/services-extension';
import * as tooltip from '@jupyterlab/tooltip-extension';
import * as translation from '@jupyterlab/translation-extension';
import * as ui from '@jupyterlab/ui-components-extension';
import * as javascript from '@jupyterlab/javascript-extension';
import settings from 'lab:settings';

// What JupyterLab's own server adds to Jupyter's: settings, translations, workspaces. Here they are the defaults.
const ask = window.fetch.bind(window);
window.fetch = async (request, options) => {
  const url = new URL(request.url ?? request, location.href);
  const place = url.pathname.match(/\/lab\/api\/(\w+)\/?(.*)$/);
  if (!place) return ask(request, options);
  const answer = body => new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
  const entry = ([id, schema]) => ({ id, schema, version: '4', raw: '{}', settings: {}, created: null, last_modified: null });
  if (place[1] === 'settings' && place[2]) {
    const id = decodeURIComponent(place[2]);
    return id in settings ? answer(entry([id, settings[id]])) : new Response('{}', { status: 404 });
  }
  if (place[1] === 'settings') return answer({ settings: Object.entries(settings).map(entry) });
  if (place[1] === 'translations') return answer({ data: {}, message: '' });
  if (place[1] === 'workspaces') return answer({ data: {}, metadata: { id: 'default' }, workspaces: { ids: [], values: [] } });
  return new Response('{}', { status: 404 });
};

const plugins = [application, apputils, cellToolbar, codemirror, completer, docmanager, filebrowser, mainmenu, markedparser, notebook, rendermime, services, tooltip, translation, ui]
  .flatMap(module => module.default)
  .filter(plugin => !/[:/](announcements|licenses-client|licenses-plugin|splash|workspaces|resolver|language-server|connection-status|content-provider-warning|logo|apputils-extension:themes|themes-palette-menu)$/.test(plugin.id));

// The theme is a part of the page's style sheet.
document.body.dataset.jpThemeLight = 'true';

(async () => {
  const registry = new PluginRegistry();
  registry.registerPlugins(plugins);
  const serviceManager = await registry.resolveRequiredService(IServiceManager);
  const lab = new JupyterLab({ pluginRegistry: registry, serviceManager, mimeExtensions: [javascript] });
  window.lab = lab;
  lab.commands.addCommand('launcher:create', { execute: () => undefined }); // the file browser asks for it
  await lab.start();
  await lab.restored;
  await lab.allPluginsActivated;
  window.ready = true;
})();
