// A registry in a process of its own, on a free port of the loopback interface. It takes its configuration as the first
// message, answers with its port, and ends with the process that started it. Its argument is where verdaccio is installed.
'use strict';

const { once } = require('node:events');
const { createRequire } = require('node:module');

const [, , installed] = process.argv;
const { runServer } = createRequire(installed)('verdaccio');

async function main() {
    const [configuration] = await once(process, 'message');
    const server = await runServer(configuration);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.send(server.address().port);
}

process.once('disconnect', () => process.exit());
void main();
