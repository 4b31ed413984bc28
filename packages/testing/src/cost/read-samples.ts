import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TransactionSample } from './transaction-sample';

/** Reads what test networks have left in a folder. */
export async function readSamples(folder: string): Promise<TransactionSample[]> {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
    const lines = texts.flatMap((text) => text.split('\n').filter((line) => line !== ''));
    return lines.map((line) => JSON.parse(line) as TransactionSample); // a recorder's lines
}
