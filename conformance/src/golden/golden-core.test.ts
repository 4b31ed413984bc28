import { describe, expect, it } from '@jest/globals';
import { FABRIC_LINES } from '../fabric/fabric-binaries';
import { WIRE_CHAINCODE } from '../scenarios/wire-cases';
import { CoreReplay } from './core-replay';
import { describeFrame, type Frame, readTranscript } from './transcript';

/** Served by the tests' wire server, which is not part of core. */
function isOfCore({ chaincode }: Frame): boolean {
    return chaincode !== WIRE_CHAINCODE;
}

describe.each(FABRIC_LINES)(
    'core says to a peer of Fabric %s, byte by byte, what it said when it was recorded',
    (line) => {
        const transcript = readTranscript(line);
        const registrations = transcript.registrations.filter(isOfCore);

        it.each(transcript.calls.filter(({ frames }) => frames.every(isOfCore)))(
            'where it $title',
            async ({ frames }) => {
                await using replay = await CoreReplay.start(registrations);
                const expected = [...registrations, ...frames];
                const played = await replay.play(expected);
                expect(played.map(describeFrame)).toEqual(expected.map(describeFrame));
                expect(played).toEqual(expected);
            },
        );
    },
);
