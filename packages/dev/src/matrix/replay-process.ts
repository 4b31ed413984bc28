import { readFileSync, writeSync } from 'node:fs';
import { createLogger } from '@heddle/core';
import { authorsLine, type RecordedExchange, reportedChaincode, trapMachine } from '@heddle/testing/internal';
import { loadChaincode } from 'heddle/command';
import { bringAbout, type Circumstances } from './circumstances';
import type { Replayed } from './outcome';
import { replayCall } from './replay-call';

// A process of `heddle matrix`: runs the recorded calls of a file, under the version of Node, the variables, the limits and
// the circumstances that it was started with, and writes what came of each to this pipe, a line of JSON.
export const OUTCOME_FD = 3;

async function replay([file = '', folder = '', text = '{}']: readonly string[]): Promise<void> {
    const logger = createLogger('error', () => undefined);
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    const notes = new RunNotes();
    const beforeEach = bringAbout(JSON.parse(text) as Circumstances, (what) => {
        notes.add(what, authorsLine());
    });
    trapMachine();
    const { chaincode } = await loadChaincode(folder, logger);
    const reported = reportedChaincode(chaincode, (report) => {
        notes.report = report;
    });
    for (const line of lines) {
        await beforeEach();
        const outcome = await replayCall(JSON.parse(line) as RecordedExchange, reported, logger); // written by a test network
        const replayed: Replayed = { outcome, ...notes.take() };
        writeSync(OUTCOME_FD, `${JSON.stringify(replayed)}\n`);
    }
}

/** What is known of the run that is under way besides what comes of it. */
class RunNotes {
    report: Pick<Replayed, 'reads' | 'places'> = { reads: [], places: [] };
    readonly #notes = new Set<string>();

    add(what: string, line: string | undefined): void {
        if (line !== undefined) this.#notes.add(`${what} at ${line}`);
    }

    take(): Pick<Replayed, 'reads' | 'places'> {
        const { reads, places } = this.report;
        const taken = { reads: [...reads, ...this.#notes], places };
        this.report = { reads: [], places: [] };
        this.#notes.clear();
        return taken;
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
