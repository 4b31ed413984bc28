import { requests } from '@heddle/protocol';
import { LocalPeer } from '../local-peer';
import { ScriptedChaincode } from './scripted-chaincode';

/**
 * A process that commits until it is killed: `node committing-child.js <folder>`. Each transaction writes a public and a
 * private key and, once it is committed, is a line on standard output.
 */

async function commitForEver(path: string): Promise<never> {
    const peer = await LocalPeer.start({ store: { path } });
    const { packageId, connect } = new ScriptedChaincode('basic:1', {
        async put({ ask }, key = '') {
            const value = Buffer.from(key);
            await ask(requests.putState, { key, value });
            await ask(requests.putState, { key, value, collection: '_implicit_org_Org1MSP' });
        },
    });
    peer.install({ name: 'basic', packageId, connect });
    const start = await peer.height();
    const lane = async (name: string): Promise<never> => {
        for (let count = 0; ; count++) {
            const key = `${start}-${name}-${count}`;
            const { commit } = await peer.submit({ chaincode: 'basic', function: 'put', args: [key] });
            process.stdout.write(`${key} ${commit?.status ?? 'none'}\n`);
        }
    };
    return await Promise.race(['a', 'b', 'c'].map(lane));
}

void commitForEver(process.argv[2] ?? '');
