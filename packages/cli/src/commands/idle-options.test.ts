import { join } from 'node:path';
import { type EndedCommandLine, runCommandLines } from '@heddle/command-testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Environment } from '../input/environment';
import { resolveJournalSettings } from '../recording/journal-settings';
import { resolveTracingSettings } from '../tracing/tracing-settings';

const SERVER = ['server', '--chaincode-id', 'a:1', '--chaincode-address', '127.0.0.1:0'];
const START = ['start', '--chaincode-id-name', 'a:1', '--peer.address', '127.0.0.1:1'];
const ROUTER = ['router', '--chaincode-address', '127.0.0.1:0', '--server', '127.0.0.1:1'];

/** Each command line, and what it is told. */
const REFUSED: readonly (readonly [args: readonly string[], told: string])[] = [
    [[...SERVER, '--journal-max-bytes', '1GiB'], '--journal-max-bytes has no effect, as nothing is recorded: set --jo'],
    [[...SERVER, '--journal-keep', 'failed'], '--journal-keep has no effect, as nothing is recorded'],
    [[...SERVER, '--journal-include', 'private'], '--journal-include has no effect, as nothing is recorded'],
    [[...SERVER, '--journal-max-age', '1d'], '--journal-max-age has no effect, as nothing is recorded'],
    [[...SERVER, '--journal-sync-ms', '5'], '--journal-sync-ms has no effect, as nothing is recorded'],
    [[...SERVER, '--tracing-ratio', '0.5'], '--tracing-ratio has no effect, as nothing is traced: set --tracing'],
    [[...SERVER, '--reload-interval-ms', '5'], '--reload-interval-ms has no effect, as nothing of what is served'],
    [[...START, '--journal-keep', 'failed'], '--journal-keep has no effect, as nothing is recorded'],
    [[...START, '--tracing-ratio', '0.5'], '--tracing-ratio has no effect, as nothing is traced'],
    [[...START, '--ssl-target-name-override', 'peer'], '--ssl-target-name-override has no effect, as TLS is off'],
    [[...ROUTER, '--tracing-ratio', '0.5'], '--tracing-ratio has no effect, as nothing is traced'],
    [[...ROUTER, '--reload-interval-ms', '5'], '--reload-interval-ms has no effect, as there is no TLS'],
    [['metadata', '--file', 'f', '--write-descriptions'], '--file has no effect with --write-descriptions'],
    [['package', '--module-path', 'nowhere'], '--module-path is nowhere, which is no folder: name one that is there'],
    [['package', '--sbom', 'f'], '--sbom has no effect without --with-code: give that too'],
    [['package', '--label', 'a', 'verify', 'f'], '--label has no effect on a package that is verified: leave it out'],
    [['doctor', '--tls-root-cert', 'f'], '--tls-root-cert has no effect without --server or --peer'],
    [['doctor', '--client-cert', 'f'], '--client-cert has no effect without --server or --peer'],
];

describe('what would have no effect', () => {
    let ended: readonly EndedCommandLine[] = [];

    beforeAll(async () => {
        const program = { file: join(__dirname, '../program.js'), name: 'runProgram' };
        ended = await runCommandLines(
            program,
            REFUSED.map(([args]) => args),
        );
    });

    it.each(REFUSED.map(([args, told], index) => ({ index, told, line: args.join(' ') })))(
        'is refused: $line',
        ({ index, told }) => {
            expect(ended[index]).toEqual({ exitCode: 2, message: expect.stringContaining(told) });
        },
    );

    it('is only warned of where a variable says it, which may be there for other commands', () => {
        const environment = new Environment(new Map(), { CORE_JOURNAL_KEEP: 'failed', CORE_TRACING_RATIO: '0.5' });
        expect(resolveJournalSettings(environment)).toBeUndefined();
        expect(resolveTracingSettings(environment)).toBeUndefined();
        expect(environment.notes).toEqual([
            { level: 'warn', text: expect.stringContaining('CORE_JOURNAL_KEEP has no effect, as nothing is recorded') },
            { level: 'warn', text: expect.stringContaining('CORE_TRACING_RATIO has no effect, as nothing is traced') },
        ]);
    });
});
