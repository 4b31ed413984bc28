import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalWriter } from '@heddle/journal';
import { FABRIC_LINES, type FabricBinaries, findFabricBinaries } from '../fabric/fabric-binaries';
import { HistoryNetwork } from '../history/history-network';
import { goldenJournal } from './golden-journal';

/** As many rounds as call everything at least once. */
const ROUNDS = 16;

/**
 * Records the journal of a history from each line of Fabric whose binaries are here.
 * @returns the exit code
 */
export async function recordJournals(print: (line: string) => void): Promise<number> {
    for (const line of FABRIC_LINES) {
        const found = findFabricBinaries(line);
        if ('missing' in found) print(`Fabric ${line}: skipped: ${found.missing}`);
        else print(`Fabric ${found.binaries.version}: ${await record(found.binaries, goldenJournal(line))} bytes`);
    }
    return 0;
}

async function record(binaries: FabricBinaries, file: string): Promise<number> {
    const home = mkdtempSync(join(tmpdir(), 'heddle-journals-'));
    const folder = join(home, 'journal');
    try {
        const include = ['transient', 'private'] as const;
        const writer = new JournalWriter({ folder, heddle: '0.1.0', include, warn: () => undefined });
        const history = await HistoryNetwork.start({ binaries, createTap: (session) => writer.tap(session) });
        try {
            await history.play(ROUNDS);
        } finally {
            await history[Symbol.asyncDispose]();
        }
        await writer.close();
        const [name = ''] = readdirSync(folder);
        mkdirSync(join(file, '..'), { recursive: true });
        copyFileSync(join(folder, name), file);
        return statSync(file).size;
    } finally {
        rmSync(home, { recursive: true, force: true });
    }
}
