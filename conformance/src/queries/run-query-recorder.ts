import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { askCouch } from './ask-couch';
import { CouchClient } from './couch-client';
import { QuestionGenerator } from './question-generator';
import { QUERIES_FOLDER, readRecording, recordingFiles, writeRecording } from './recorded-queries';

/**
 * Asks a CouchDB anew what was recorded, and writes down what it answers.
 * @param args the command's arguments: `--new SEED` for a recording of new questions
 * @returns the exit code
 */
export async function runQueryRecorder(args: readonly string[], print: (line: string) => void): Promise<number> {
    const url = process.env['COUCHDB_URL'];
    if (url === undefined) {
        print('set COUCHDB_URL to a CouchDB, with user and password: http://admin:adminpw@127.0.0.1:5984');
        return 2;
    }
    const couch = new CouchClient(url);
    const { values } = parseArgs({ args: [...args], options: { new: { type: 'string' } } });
    if (values.new !== undefined) await recordNew(couch, Number(values.new));
    for (const file of recordingFiles()) {
        const { database, queries } = readRecording(file);
        const answered = await askCouch(couch, database, queries);
        writeRecording(file, { database, queries: answered });
        print(`${basename(file)}: ${answered.length} queries`);
    }
    return 0;
}

const DOCUMENTS = 40;
const QUERIES = 400;

async function recordNew(couch: CouchClient, seed: number): Promise<void> {
    const generator = new QuestionGenerator(seed);
    const database = generator.database(DOCUMENTS);
    const questions = Array.from({ length: QUERIES }, () => generator.query());
    const queries = await askCouch(couch, database, questions);
    writeRecording(join(QUERIES_FOLDER, `random-${seed}.jsonl`), { database, queries });
}
