import type { HandlerServices } from './handler-services.ts';

interface Page {
  Items?: Record<'pk' | 'sk', unknown>[];
}

/** Empties tables of what other files left in them: a scan answers a page, so that it goes on until there is none. */
export function forgetRows({ dynamodb }: HandlerServices, names: readonly string[]): void {
  for (const TableName of names) {
    let page: Page['Items'];
    do {
      page = (dynamodb.handle('Scan', { TableName }) as Page).Items ?? [];
      for (const { pk, sk } of page) dynamodb.handle('DeleteItem', { TableName, Key: { pk, sk } });
    } while (page.length > 0);
  }
}
