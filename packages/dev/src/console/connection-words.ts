import { askFunctions } from '../client/gateway-call';
import { openGateway } from '../client/gateway-client';
import type { Connection } from '../client/gateway-connection';
import type { KeyRange } from '../ledger/key-argument';
import { LedgerClient } from '../ledger/ledger-client';
import type { CompletionSource } from './completion';

/** Of each range, so that a large ledger is not read for a word. */
const MOST_KEYS = 500;
const PUBLIC = { collection: undefined, organization: undefined };

/** What a network has that a line can go on with; transactions are asked for once, keys each time. */
export class ConnectionWords implements CompletionSource {
    readonly #connection: Connection;
    #functions: Promise<readonly string[]> | undefined;

    constructor(connection: Connection) {
        this.#connection = connection;
    }

    functions(): Promise<readonly string[]> {
        this.#functions ??= this.#askFunctions();
        return this.#functions;
    }

    async keys(ranges: readonly KeyRange[]): Promise<readonly string[]> {
        using client = new LedgerClient(this.#connection);
        const keys: string[] = [];
        for (const range of ranges)
            for await (const { key } of client.entries({ ...range, limit: MOST_KEYS }, PUBLIC)) keys.push(key);
        return keys;
    }

    async snapshots(): Promise<readonly string[]> {
        using client = new LedgerClient(this.#connection);
        return (await client.snapshots()).map(({ name }) => name);
    }

    users(): readonly string[] {
        return this.#connection.dev?.clients().flatMap(({ users }) => users) ?? [];
    }

    async #askFunctions(): Promise<readonly string[]> {
        using client = openGateway(this.#connection);
        return (await askFunctions(client)).map(({ name }) => name);
    }
}
