import type { Cloud } from '../running-cloud.ts';
import type { Mail } from '../ses/inbox.ts';
import type { TextMessage } from '../sms-voice/inbox.ts';
import { html, page } from './html.ts';
import type { Markup } from './html.ts';

const moment = (epochMs: number) => new Date(epochMs).toISOString().replace('T', ' ').slice(0, 19);

function row(mail: Mail): Markup {
  const fates = mail.outcomes.map(({ fate }) => fate).join(', ');
  return html`<tr>
    <td class="quiet">${moment(mail.atMs)}</td>
    <td>${mail.to.join(', ')}</td>
    <td><a href="/inbox/${mail.messageId}">${mail.subject}</a></td>
    <td class="quiet">${mail.configurationSet ?? ''}</td>
    <td>${fates}</td>
  </tr>`;
}

function messageRow(message: TextMessage): Markup {
  return html`<tr>
    <td class="quiet">${moment(message.atMs)}</td>
    <td>${message.to}</td>
    <td><pre>${message.body}</pre></td>
  </tr>`;
}

function textMessages(messages: readonly TextMessage[]): Markup {
  if (messages.length === 0) return html`<p class="quiet">No text message was sent yet.</p>`;
  return html`<table>
    <thead>
      <tr>
        <th>Time</th>
        <th>To</th>
        <th>Text</th>
      </tr>
    </thead>
    <tbody>
      ${messages.map(messageRow)}
    </tbody>
  </table>`;
}

/** The list of mails, newest first, and of text messages; `to` narrows it to one recipient. */
export function inboxPage(cloud: Cloud, to: string | undefined): string {
  const query = to === undefined ? {} : { to };
  const mails = cloud.mail.mails(query).toReversed();
  const list = html`<table>
    <thead>
      <tr>
        <th>Time</th>
        <th>To</th>
        <th>Subject</th>
        <th>Class</th>
        <th>Outcome</th>
      </tr>
    </thead>
    <tbody>
      ${mails.map(row)}
    </tbody>
  </table>`;
  const shown = mails.length === 0 ? html`<p class="quiet">No mail was sent yet.</p>` : list;
  return page(
    'Inbox',
    html`${shown}
      <h2>Text messages</h2>
      ${textMessages(cloud.smsInbox.messages(query).toReversed())}`,
  );
}

/** A web address at which a mail may point, so that it can be followed from its text. */
const linkPattern = /https?:\/\/[^\s<>"']+/g;

function linked(text: string): Markup[] {
  const links = [...text.matchAll(linkPattern)];
  const parts: Markup[] = [];
  let position = 0;
  for (const { index, 0: address } of links) {
    parts.push(html`${text.slice(position, index)}<a href="${address}">${address}</a>`);
    position = index + address.length;
  }
  return [...parts, html`${text.slice(position)}`];
}

/** One mail; its HTML stands in a frame that runs no script. Undefined when there is no such mail. */
export function mailPage(cloud: Cloud, messageId: string): string | undefined {
  const mail = cloud.mail.mails().find((each) => each.messageId === messageId);
  if (mail === undefined) return undefined;
  const frame = html`<h2>HTML</h2>
    <iframe src="/inbox/${mail.messageId}/html" sandbox="allow-popups" title="The mail as HTML"></iframe>`;
  const text = html`<h2>Text</h2>
    <pre>${linked(mail.text ?? '')}</pre>`;
  return page(
    'Inbox',
    html`<dl>
        <dt>From</dt>
        <dd>${mail.from}</dd>
        <dt>To</dt>
        <dd>${mail.to.join(', ')}</dd>
        <dt>Subject</dt>
        <dd>${mail.subject}</dd>
        <dt>Time</dt>
        <dd>${moment(mail.atMs)}</dd>
      </dl>
      ${mail.text === undefined ? '' : text} ${mail.html === undefined ? '' : frame}`,
  );
}

/** The HTML of a mail as it was sent. */
export function mailContent(cloud: Cloud, messageId: string): string | undefined {
  return cloud.mail.mails().find((each) => each.messageId === messageId)?.html;
}
