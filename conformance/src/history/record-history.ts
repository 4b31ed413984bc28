import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FABRIC_LINES, findFabricBinaries } from '../fabric/fabric-binaries';
import { ROOT } from '../repository/source-files';
import { fetchHistory } from './fetch-history';
import { HistoryNetwork } from './history-network';

/** As many rounds as give each of the tests something to find, and files that are not large. */
const ROUNDS = 48;

/** Where the blocks of a line of Fabric are kept. */
export function goldenBlocks(line: string): string {
    return join(ROOT, 'conformance', 'golden', `blocks-${line}`);
}

/** The peer's own snapshot, of the same height. */
export function goldenSnapshot(blocks: string): string {
    return join(blocks, 'snapshot');
}

/**
 * Records the blocks of a history from each line of Fabric whose binaries are here.
 * @returns the exit code
 */
export async function recordHistories(print: (line: string) => void): Promise<number> {
    for (const line of FABRIC_LINES) {
        const found = findFabricBinaries(line);
        if ('missing' in found) {
            print(`Fabric ${line}: skipped: ${found.missing}`);
            continue;
        }
        await using history = await HistoryNetwork.start({ binaries: found.binaries });
        await history.play(ROUNDS);
        print(`Fabric ${found.binaries.version}: ${await keep(history, goldenBlocks(line))}`);
    }
    return 0;
}

async function keep({ network }: HistoryNetwork, folder: string): Promise<string> {
    const fetched = mkdtempSync(join(tmpdir(), 'heddle-history-'));
    try {
        const { code, stderr } = await fetchHistory(network, fetched, '--private');
        if (code !== 0) throw new Error(`the blocks could not be fetched: ${stderr}`);
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        for (const name of readdirSync(fetched))
            writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(fetched, name)), { level: 9 }));
        cpSync(await network.snapshot(), goldenSnapshot(folder), { recursive: true });
        return stderr.trim();
    } finally {
        rmSync(fetched, { recursive: true });
    }
}
