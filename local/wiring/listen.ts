import type { Server } from 'node:http';

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/**
 * Lets a server listen on the loopback interface, on any free port when `port` is 0. Answers its address.
 * Throws an Error that says which port is taken, and by which option it can be changed.
 */
export async function listen(server: Server, port: number, what: { name: string; option: string }): Promise<string> {
  const listening = Promise.withResolvers<undefined>();
  server.once('error', listening.reject);
  server.listen(port, '127.0.0.1', () => listening.resolve(undefined));
  try {
    await listening.promise;
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE') throw error;
    const message = `Port ${port} for ${what.name} is taken by another program: stop that one, or choose another port with ${what.option}`;
    throw new Error(message, { cause: error });
  }
  server.off('error', listening.reject);
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error(`${what.name} listens nowhere`);
  return `http://127.0.0.1:${bound.port}`;
}

/** Stops a server at once, open connections included. */
export function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
