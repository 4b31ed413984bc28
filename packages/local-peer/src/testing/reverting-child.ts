import { requests } from '@heddle/protocol';
import { LocalPeer } from '../local-peer';
import { ScriptedChaincode } from './scripted-chaincode';

/**
 * A process that commits, goes back to the mark `kept`, and begins again, until it is killed: `node reverting-child.js
 * <folder>`. Each round is a line on standard output.
 */

const MOST_TRANSACTIONS = 7;

async function revertForEver(path: string): Promise<never> {
    const peer = await LocalPeer.start({ store: { path } });
    const { packageId, connect } = new ScriptedChaincode('basic:1', {
        async put({ ask }, key = '') {
            const value = Buffer.from(key);
            await ask(requests.putState, { key, value });
            await ask(requests.putState, { key, value, collection: '_implicit_org_Org1MSP' });
        },
    });
    peer.install({ name: 'basic', packageId, connect });
    const put = (key: string): Promise<unknown> => peer.submit({ chaincode: 'basic', function: 'put', args: [key] });
    if (peer.marks.length === 0) {
        await put('first');
        await peer.mark({ name: 'kept' });
    }
    for (let round = 0; ; round++) {
        for (let count = 0; count <= round % MOST_TRANSACTIONS; count++) await put(`${round}-${count}`);
        await peer.revert('kept');
        process.stdout.write(`${round}\n`);
    }
}

void revertForEver(process.argv[2] ?? '');
