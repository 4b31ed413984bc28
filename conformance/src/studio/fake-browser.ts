import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';

/** The commands by which platforms open an address. */
const COMMANDS = ['xdg-open', 'open'];

/** What opens addresses on this machine, for a process that is given its variables: it tells here which one it was. */
export class FakeBrowser implements Disposable {
    /** With the folder of the commands in front. */
    readonly variables: NodeJS.ProcessEnv;
    /** The first address that was to be opened. */
    readonly opened: Promise<string>;
    readonly #server: Server;

    private constructor(server: Server, commands: string) {
        this.#server = server;
        this.variables = { PATH: `${commands}${delimiter}${process.env['PATH'] ?? ''}` };
        this.opened = once(server, 'request').then(([request]: IncomingMessage[]) =>
            decodeURIComponent(request?.url?.slice(1) ?? ''),
        );
    }

    /** @param folder where its commands may be */
    static async create(folder: string): Promise<FakeBrowser> {
        const server = createServer((_request, response) => response.end());
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        const { port } = server.address() as AddressInfo;
        const commands = join(folder, '.heddle', 'commands');
        mkdirSync(commands, { recursive: true });
        const tell = `fetch('http://127.0.0.1:${port}/' + encodeURIComponent(process.argv[1]))`;
        for (const name of COMMANDS)
            writeFileSync(join(commands, name), `#!/bin/sh\nexec "${process.execPath}" -e "${tell}" "$1"\n`, {
                mode: 0o755,
            });
        return new FakeBrowser(server, commands);
    }

    [Symbol.dispose](): void {
        this.#server.closeAllConnections();
        this.#server.close();
    }
}
