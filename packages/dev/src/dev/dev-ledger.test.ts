import { PassThrough } from 'node:stream';
import { LocalPeer } from '@heddle/local-peer';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DevConnection } from './connection/dev-connection';
import { DevLedger } from './dev-ledger';
import { DevLog } from './output/dev-log';
import { TransactionReport } from './output/transaction-report';

const TERMINAL_COLUMNS = 200;

describe('the ledger before which somebody sits', () => {
    let peer: LocalPeer;
    let output: string;
    let waiting: (() => void)[];

    function write(text: string): void {
        output += text;
        for (const resolve of waiting.splice(0)) resolve();
    }

    async function printed(text: string): Promise<void> {
        while (!output.includes(text)) await new Promise<void>((resolve) => waiting.push(resolve));
    }

    beforeEach(async () => {
        output = '';
        waiting = [];
        const terminal = { isColoured: false, columns: TERMINAL_COLUMNS, write };
        peer = await LocalPeer.start({ observer: new TransactionReport(terminal) });
    });

    afterEach(() => peer.close());

    it('is marked and turned back by keys', async () => {
        const keyboard = new PassThrough();
        const terminal = { isColoured: false, columns: TERMINAL_COLUMNS, write };
        const connection = { chaincode: 'basic' } as unknown as DevConnection; // no seed asks for more
        const network = { peer, connection, folder: '/nowhere' };
        using ledger = new DevLedger({ seed: undefined, log: new DevLog(terminal), keyboard, firstHeight: 1n });
        await ledger.begin(network);
        ledger.listen(network);
        await printed('m and Enter takes a snapshot, r and Enter goes back to the newest');
        keyboard.write('m\n');
        await printed('snapshot 1 at 1 block');
        keyboard.write('r\n');
        await printed('revert   1 0 blocks undone, 1 block left');
        expect(peer.marks.map(({ name }) => name)).toEqual(['start', '1']);
    });
});
