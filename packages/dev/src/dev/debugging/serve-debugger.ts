import { close, open } from 'node:inspector';
import { DEBUGGER_PORT_VARIABLE, type DebuggerMessage, isDebuggerMessage } from './debugger-messages';

// Preloaded into the chaincode's process. One port is for all processes of a chaincode, one after the other, so that a
// debugger that connects again finds the new one: each opens it when the one before has let it go.

const HOST = '127.0.0.1';

const port = process.env[DEBUGGER_PORT_VARIABLE];
Reflect.deleteProperty(process.env, DEBUGGER_PORT_VARIABLE);
if (port !== undefined) open(Number(port), HOST);

process.on('message', (message) => {
    if (!isDebuggerMessage(message)) return;
    if (message.heddleDebugger === 'open') open(message.port, HOST);
    if (message.heddleDebugger !== 'close') return;
    // It returns when nobody is connected any more.
    close();
    const answer: DebuggerMessage = { heddleDebugger: 'closed' };
    process.send?.(answer);
});
