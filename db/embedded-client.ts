/** The client of an embedded database file: what `@libsql/client` is for a server, over one connection of our own. One is enough,
 *  because each call runs to its end before the next begins, and no transaction stays open in between. */
import { type Client, type InArgs, type InStatement, LibsqlError, type ResultSet } from '@libsql/client';
import { Connection, type ConnectionOptions } from './connection';

class EmbeddedClient implements Client {
  readonly protocol = 'file';
  closed = false;
  readonly #connection: Connection;

  constructor(path: string, options: ConnectionOptions) {
    this.#connection = new Connection(path, options);
  }

  async execute(statement: InStatement, args?: InArgs): Promise<ResultSet> {
    return this.#open().run(args && typeof statement === 'string' ? { sql: statement, args } : statement);
  }

  async batch(statements: (InStatement | [string, InArgs?])[], mode?: 'write' | 'read' | 'deferred'): Promise<ResultSet[]> {
    const plain = statements.map((one) => (Array.isArray(one) ? { sql: one[0], args: one[1] ?? [] } : one));
    return this.#open().runTogether(plain, mode === 'write' ? 'begin immediate' : 'begin');
  }

  async migrate(statements: InStatement[]): Promise<ResultSet[]> {
    const connection = this.#open();
    connection.runScript('pragma foreign_keys=off');
    try {
      return connection.runTogether(statements, 'begin');
    } finally {
      connection.runScript('pragma foreign_keys=on');
    }
  }

  async executeMultiple(sql: string): Promise<void> {
    this.#open().runScript(sql);
  }

  /** Other writers of this process would wait for it, and it for them. */
  transaction(): Promise<never> {
    return this.#refuse('a write is one statement or one batch');
  }

  sync(): Promise<never> {
    return this.#refuse('a file is nobody’s replica');
  }

  reconnect(): Promise<never> {
    return this.#refuse('a file is opened once');
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#connection.close();
  }

  #open(): Connection {
    if (this.closed) throw new LibsqlError('The client is closed', 'CLIENT_CLOSED');
    return this.#connection;
  }

  async #refuse(why: string): Promise<never> {
    throw new LibsqlError(`Not for an embedded database: ${why}`, 'NOT_SUPPORTED');
  }
}

/** @param path of the file
 *  @throws LibsqlError when the file cannot be opened */
export function openEmbedded(path: string, options: ConnectionOptions): Client {
  return new EmbeddedClient(path, options);
}
