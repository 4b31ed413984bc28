import { appendFileSync } from 'node:fs';
import { ChaincodeServer } from '@heddle/core';
import { withFrameTap } from '@heddle/core/internal';
import { JournalWriter } from '@heddle/journal';
import { decodeMessage, MessageType } from '@heddle/protocol';
import { loadChaincode } from './load-chaincode';
import { SILENT } from './recorded-network';

// A server with a journal, to be killed: it prints where it listens, and writes down each answer before it is sent.
async function serve([folder = '', answers = '']: readonly string[]): Promise<void> {
    const writer = new JournalWriter({ folder, heddle: '0.0.0', warn: () => undefined });
    const options = { packageId: 'recorded:1', address: '127.0.0.1:0', logger: SILENT };
    const tapped = withFrameTap(options, (session) => {
        const tap = writer.tap(session);
        return {
            received: (frame) => {
                tap.received(frame);
            },
            sent: (frame) => {
                tap.sent(frame);
                if (decodeMessage(frame).type === MessageType.COMPLETED)
                    appendFileSync(answers, `${Math.round(performance.now())}\n`);
            },
            ended: (reason) => {
                tap.ended(reason);
            },
        };
    });
    const { address } = await new ChaincodeServer(loadChaincode, tapped).start();
    process.stdout.write(`${address}\n`);
}

void serve(process.argv.slice(2));
