import type { Scan } from '@heddle/local-peer';

/** The rows of a scan, which is closed behind the last one that is asked for. */
export async function* rowsOf<T>(scan: Scan<T>): AsyncGenerator<T> {
    try {
        for (let row = await scan.next(); row !== undefined; row = await scan.next()) yield row;
    } finally {
        await scan.close();
    }
}
