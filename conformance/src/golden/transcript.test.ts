import { readFileSync } from 'node:fs';
import { decodeMessage, messageTypeName, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { FABRIC_LINES } from '../fabric/fabric-binaries';
import { goldenCalls } from './golden-calls';
import { formatTranscript, parseTranscript, readTranscript, transcriptFile } from './transcript';

/** All transcripts together, so that nobody's clone grows by what nobody reads. */
const MOST_BYTES = 1 << 20;

/** Requests that peers take from Fabric 3.1 on. */
const BATCHES = ['GET_STATE_MULTIPLE', 'WRITE_BATCH_STATE'];

describe.each(FABRIC_LINES)('the transcript of Fabric %s', (line) => {
    const transcript = readTranscript(line);
    const takesBatches = line !== '2.5';

    it('is written in the form in which it is read', () => {
        expect(formatTranscript(transcript)).toBe(readFileSync(transcriptFile(line), 'utf8'));
        expect(transcript.version).toMatch(new RegExp(`^v${line}\\.`));
    });

    it('has the calls that are recorded today', () => {
        const titles = goldenCalls({ takesBatches, takesSelectors: false }).map(({ title }) => title);
        expect(transcript.calls.map(({ title }) => title)).toEqual(['is initialised', ...titles]);
        expect(new Set(titles).size).toBe(titles.length);
    });

    it('has every request that there is, and answers of both kinds', () => {
        const frames = transcript.calls.flatMap((call) => call.frames);
        const types = new Set(frames.map(({ bytes }) => messageTypeName(decodeMessage(bytes).type)));
        const requested = Object.values(requests).map(({ type }) => messageTypeName(type));
        const expected = requested.filter((type) => takesBatches || !BATCHES.includes(type));
        const others = ['INIT', 'TRANSACTION', 'RESPONSE', 'ERROR', 'COMPLETED'];
        expect([...types].sort()).toEqual([...expected, ...others].sort());
    });
});

it('is small', () => {
    const bytes = FABRIC_LINES.map((line) => readFileSync(transcriptFile(line)).length);
    expect(bytes.reduce((sum, some) => sum + some, 0)).toBeLessThan(MOST_BYTES);
});

it.each([
    ['no version', '# nothing', 'the transcript tells no version, or no streams'],
    ['a section without a call', '# Fabric v1.0.0. x\n\na > REGISTER CAE=\n\nnothing', 'begins with no call: nothing'],
    ['a line that is no message', '# Fabric v1.0.0. x\n\na = REGISTER CAE=', 'is no message: a = REGISTER CAE='],
])('is not read with %s', (_what, text, reason) => {
    expect(() => parseTranscript(text)).toThrow(reason);
});
