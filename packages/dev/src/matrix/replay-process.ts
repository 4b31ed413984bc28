import { readFileSync, writeSync } from 'node:fs';
import { createLogger } from '@heddle/core';
import type { RecordedCall } from '@heddle/testing/internal';
import { loadChaincode } from 'heddle/command';
import { bringAbout, type Circumstances } from './circumstances';
import { replayCall } from './replay-call';

// A process of `heddle matrix`: runs the recorded calls of a file, under the version of Node, the variables, the limits and
// the circumstances that it was started with, and writes what came of each to this pipe, a line of JSON.
export const OUTCOME_FD = 3;

async function replay([file = '', folder = '', circumstances = '{}']: readonly string[]): Promise<void> {
    const logger = createLogger('error', () => undefined);
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    const beforeEach = bringAbout(JSON.parse(circumstances) as Circumstances); // of our own process
    const { chaincode } = await loadChaincode(folder, logger);
    for (const line of lines) {
        await beforeEach();
        const outcome = await replayCall(JSON.parse(line) as RecordedCall, chaincode, logger); // written by a test network
        writeSync(OUTCOME_FD, `${JSON.stringify(outcome)}\n`);
    }
}

if (require.main === module) {
    replay(process.argv.slice(2)).then(
        () => process.exit(0),
        (error: unknown) => {
            process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
            process.exit(1);
        },
    );
}
