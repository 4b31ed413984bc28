/** What gives its rows in batches, and is to be closed in any case. */
interface Batched<R> {
    /** None behind the last one. */
    next(): Promise<readonly R[]>;
    close(): Promise<void>;
}

/** The batches of a scan, to its end; the scan is closed however a loop over them is left. */
export async function* batchesOf<R>(scan: Batched<R>): AsyncGenerator<readonly R[], void, undefined> {
    try {
        for (let batch = await scan.next(); batch.length > 0; batch = await scan.next()) yield batch;
    } finally {
        await scan.close();
    }
}
