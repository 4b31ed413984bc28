import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { InProcess } from '../harness/in-process';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import type { Step, StepResult } from '../scenarios/script';
import {
    type Database,
    readRecording,
    type RecordedPage,
    type RecordedQuery,
    recordingFiles,
} from './recorded-queries';

/** In one transaction. */
const STEPS = 200;

interface Asked {
    readonly query: RecordedQuery;
    readonly bookmark: string;
    readonly pages: RecordedPage[];
}

describe('a local peer answers as CouchDB did', () => {
    it.each(recordingFiles().map((file) => [basename(file), file]))('%s', async (_, file) => {
        const { database, queries } = readRecording(file);
        await using network = await startPeer(database);
        let asked: Asked[] = queries.map((query) => ({ query, bookmark: '', pages: [] }));
        const all = asked;
        while (asked.length > 0) asked = await nextPages(network, database, asked);
        const differing = all.filter(({ query, pages }) => JSON.stringify(pages) !== JSON.stringify(query.pages));
        expect(differing.map(({ query, pages }) => ({ ...query, pages }))).toEqual(differing.map(({ query }) => query));
    });
});

async function startPeer({ documents, indexes }: Database): Promise<InProcess> {
    const files = indexes.map((index) => ({
        name: `META-INF/statedb/couchdb/indexes/${index.ddoc}.json`,
        content: JSON.stringify(index),
    }));
    const network = await InProcess.start({
        chaincode: scenarioChaincode,
        peer: { queries: 'couchdb' },
        indexes: files,
    });
    const steps = documents.map(([key, document]) => ['putState', key, document] as const);
    const { status, message } = await network.peer.submit(call(steps));
    if (status !== 200) throw new Error(message);
    return network;
}

/** Reads one more page of each query, and gives those of which there are more recorded. */
async function nextPages(network: InProcess, { documents }: Database, asked: readonly Asked[]): Promise<Asked[]> {
    const places = new Map(documents.map(([key], place) => [key, place]));
    const next: Asked[] = [];
    for (let at = 0; at < asked.length; at += STEPS) {
        const some = asked.slice(at, at + STEPS);
        const { payload, message } = await network.peer.evaluate(call(some.map(toStep)));
        if (message !== '') throw new Error(message);
        const results = JSON.parse(payload.toString()) as StepResult[];
        next.push(...some.map((one, place) => addPage(one, results[place], places)));
    }
    return next.filter(({ query, pages }) => pages.length < query.pages.length);
}

function addPage(asked: Asked, result: StepResult | undefined, places: ReadonlyMap<string, number>): Asked {
    if (result === undefined) throw new Error('a step has no result');
    const { page, bookmark } = toPage(result, asked.query, places);
    asked.pages.push(page);
    return { ...asked, bookmark };
}

/** Pages also where all rows are wanted: only these tell of the bookmark. */
function toStep({ query: { text, pageSize }, bookmark }: Asked): Step {
    return ['queryPage', text, pageSize === 0 ? 1000 : pageSize, bookmark];
}

const COUCH_ERROR = /Error:(.*?), {2}Status Code:(\d+), {2}Reason:([^]*)$/;

function toPage(
    result: StepResult,
    { text }: RecordedQuery,
    places: ReadonlyMap<string, number>,
): { readonly page: RecordedPage; readonly bookmark: string } {
    if ('error' in result) {
        const [, name, status, reason] = COUCH_ERROR.exec(result.error.message) ?? [];
        return { page: `${name} ${status} ${reason}`, bookmark: '' };
    }
    const { rows, bookmark } = result.value as { rows: [string, string][]; bookmark: string };
    const page = {
        places: rows.map(([key]) => places.get(key) ?? -1),
        bookmark: bookmark === '' || bookmark === 'nil' ? bookmark : '+',
        ...(text.includes('"fields":') && { values: rows.map(([, value]) => value) }),
    };
    return { page, bookmark };
}

function call(steps: readonly Step[]): { readonly chaincode: string; readonly args: readonly string[] } {
    return { chaincode: 'cc', args: ['script', JSON.stringify(steps)] };
}
