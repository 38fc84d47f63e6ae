import type { Cloud } from '../running-cloud.ts';
import type { InvocationReport } from '../lambda/pool.ts';
import { html, page } from './html.ts';
import type { Markup } from './html.ts';

const shownMax = 20;
const moment = (epochMs: number) => new Date(epochMs).toISOString().replace('T', ' ').slice(0, 19);

function addresses(cloud: Cloud): Markup {
  const { apiAddress, originAddress, awsAddress, consoleAddress } = cloud;
  return html`<dl>
    <dt>HTTP API</dt>
    <dd>
      <code>${apiAddress}</code>
      ${apiAddress === originAddress ? '' : html`<span class="quiet">(distribution; behind it ${originAddress})</span>`}
    </dd>
    <dt>AWS services</dt>
    <dd><code>${awsAddress}</code> <span class="quiet">(${cloud.region})</span></dd>
    <dt>Staff tokens</dt>
    <dd><code>POST ${consoleAddress}/staff-tokens {"name":"dewi","groups":["dpo"]}</code></dd>
    <dt>Time</dt>
    <dd>${moment(cloud.clock.now())}</dd>
    <dt>Data</dt>
    <dd><code>${cloud.dataFolder}</code></dd>
  </dl>`;
}

function functionRow(name: string, reports: readonly InvocationReport[]): Markup {
  const own = reports.filter(({ functionName }) => functionName === name);
  const failed = own.filter(({ failure }) => failure !== undefined).length;
  const last = own.at(-1);
  return html`<tr>
    <td><a href="/logs/${name}">${name}</a></td>
    <td class="number">${own.length}</td>
    <td class="number ${failed > 0 ? 'bad' : ''}">${failed}</td>
    <td class="number">${last === undefined ? '' : `${Math.round(last.durationMs)} ms`}</td>
  </tr>`;
}

function functionsOf(cloud: Cloud): Markup {
  const names = cloud.host.functionNames().toSorted();
  return html`<table>
    <thead>
      <tr>
        <th>Function</th>
        <th>Invocations</th>
        <th>Failed</th>
        <th>Last</th>
      </tr>
    </thead>
    <tbody>
      ${names.map((name) => functionRow(name, cloud.invocations))}
    </tbody>
  </table>`;
}

function queuesOf(cloud: Cloud): Markup {
  const rows = cloud.queues.queues().map(
    ({ name }) =>
      html`<tr>
        <td>${name}</td>
        <td class="number">${cloud.queues.messagesIn(name).length}</td>
      </tr>`,
  );
  return html`<table>
    <thead>
      <tr>
        <th>Queue</th>
        <th>Messages</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function denialsOf(cloud: Cloud): Markup {
  const denials = cloud.denials().slice(-shownMax).toReversed();
  if (denials.length === 0) return html`<p class="good">Nothing was refused.</p>`;
  const rows = denials.map(
    ({ at, functionName, action, resource }) =>
      html`<tr>
        <td class="quiet">${moment(at)}</td>
        <td>${functionName ?? 'no function'}</td>
        <td class="bad">${action}</td>
        <td><code>${resource}</code></td>
      </tr>`,
  );
  return html`<table>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function schedulesOf(cloud: Cloud): Markup {
  const rows = cloud.schedules().map(
    ({ name, expression, nextAtMs }) =>
      html`<tr>
        <td>${name}</td>
        <td><code>${expression}</code></td>
        <td class="quiet">${nextAtMs === undefined ? 'never' : moment(nextAtMs)}</td>
      </tr>`,
  );
  return html`<table>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** The status of the cloud: where it listens, what ran, what was refused. */
export function statusPage(cloud: Cloud): string {
  return page(
    'Status',
    html`${addresses(cloud)}
      <h2>Refused permissions</h2>
      ${denialsOf(cloud)}
      <h2>Functions</h2>
      ${functionsOf(cloud)}
      <h2>Queues</h2>
      ${queuesOf(cloud)}
      <h2>Schedules</h2>
      ${schedulesOf(cloud)}`,
  );
}

/** The latest lines of one log. */
export function logPage(cloud: Cloud, name: string): string {
  const lines = cloud.logs.read(name).slice(-500);
  return page(
    `Log of ${name}`,
    lines.length === 0 ? html`<p class="quiet">Empty.</p>` : html`<pre>${lines.join('\n')}</pre>`,
  );
}
