import { writeFileSync } from 'node:fs';
import { FABRIC_LINES, type FabricLine, findFabricBinaries } from '../fabric/fabric-binaries';
import { recordTranscript } from './record-transcript';
import { formatTranscript, transcriptFile } from './transcript';

/**
 * Records the transcripts of all lines of Fabric anew.
 * @returns the exit code: 1 where a line's binaries are missing, since transcripts of two sources would differ
 */
export async function runRecorder(print: (line: string) => void): Promise<number> {
    let code = 0;
    for (const line of FABRIC_LINES) if (!(await recordLine(line, print))) code = 1;
    return code;
}

async function recordLine(line: FabricLine, print: (line: string) => void): Promise<boolean> {
    const found = findFabricBinaries(line);
    if ('missing' in found) {
        print(`Fabric ${line}: not recorded: ${found.missing}`);
        return false;
    }
    const transcript = await recordTranscript({ binaries: found.binaries });
    const text = formatTranscript(transcript);
    writeFileSync(transcriptFile(line), text);
    print(`Fabric ${transcript.version}: ${transcript.calls.length} calls, ${text.length} bytes`);
    return true;
}
