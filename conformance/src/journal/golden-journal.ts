import { join } from 'node:path';
import { ROOT } from '../repository/source-files';

/** Where the segment of a line of Fabric is kept, in version 1 of the format. */
export function goldenJournal(line: string): string {
    return join(ROOT, 'conformance', 'golden', 'journal', `fabric-${line}-format-1.hj`);
}
