import { TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ended, runCommandLines } from '../testing/run-command-lines';

const folder = new TemporaryFolder();
let file: string;

beforeAll(() => {
    folder.writePackage({ 'index.js': '' });
    file = folder.write('metadata.json', '{}');
});

afterAll(() => {
    folder[Symbol.dispose]();
});

const JOURNAL = ['replay', '--journal', 'j'];
const BLOCKS = ['replay', '--blocks', 'b'];
const NETWORK = ['--connection', 'dev', '--scenario', 's.js'];
const WITH_JOURNAL = 'has no effect with --journal: it works with --blocks, so leave it out';
const WITH_FOLLOW = 'has no effect with --follow: it works with a replay that comes to an end';

/** Each command line, and what it is told. */
const REFUSED: readonly (readonly [args: readonly string[], told: string])[] = [
    [[...JOURNAL, '--reads'], `--reads ${WITH_JOURNAL}`],
    [[...JOURNAL, '--msp-id', 'Org1MSP'], `--msp-id ${WITH_JOURNAL}`],
    [[...JOURNAL, '--report', 'f'], '--report has no effect without --follow: give that too'],
    [[...JOURNAL, '--metrics', ':0'], '--metrics has no effect without --follow: give that too'],
    [[...JOURNAL, '--follow', '--bail'], `--bail ${WITH_FOLLOW}`],
    [[...JOURNAL, '--follow', '--json'], `--json ${WITH_FOLLOW}`],
    [[...JOURNAL, '--follow', '--expect', 'f'], `--expect ${WITH_FOLLOW}`],
    [[...JOURNAL, '--follow', '--min-compared', '90%'], `--min-compared ${WITH_FOLLOW}`],
    [[...JOURNAL, '--follow', '--max-differences', '20'], `--max-differences ${WITH_FOLLOW}`],
    [[...BLOCKS, '--report', 'f'], '--report has no effect without --follow'],
    [[...BLOCKS, '--metrics', ':0'], '--metrics has no effect without --follow'],
    [[...BLOCKS, '--follow'], '--follow has no effect with --blocks: it works with --journal, so leave it out'],
    [[...BLOCKS, '--reads', '--strict'], '--strict has no effect with --reads: leave one of them out'],
    [[...BLOCKS, '--reads', '--no-strict'], '--no-strict has no effect with --reads: leave one of them out'],
    [['debug', 'ab', '--operations', '--break'], '--break has no effect with --operations'],
    [['snapshot', 'one', '--list'], 'the argument <name> has no effect with --list'],
    [['snapshot', 'one', '--delete', 'two'], 'the argument <name> has no effect with --delete'],
    [['snapshot', '--list', '--delete', 'two'], '--delete has no effect with --list'],
    [['snapshot', '--json'], '--json has no effect without --list: give that too'],
    [['check', '--access', '--strict'], '--strict has no effect with --access'],
    [['check', '--access', '--format', 'json'], '--format has no effect with --access'],
    [['check', '--access', '--rule', 'no-locale=off'], '--rule has no effect with --access'],
    [['check', '--write-baseline'], '--write-baseline has no effect without --baseline'],
    [['check', '--baseline', 'f', '--write-baseline', '--max-warnings', '0'], '--max-warnings has no effect with'],
    [['cost', '--check', '--update'], '--update has no effect with --check'],
    [['cost', '--tolerance', '5%'], '--tolerance has no effect without --check'],
    [['cost', '--runs', '5', '--', 'npm', 'test'], '--runs has no effect with the argument <command>: it works with'],
    [['cost', '--seed', '5', '--', 'npm', 'test'], '--seed has no effect with the argument <command>: it works with'],
    [['matrix', '--download', '--all'], '--download has no effect without --node'],
    [
        ['matrix', '--node', '1', '--node-path', process.execPath],
        `--node-path ${process.execPath} has no effect: it is`,
    ],
    [['adopt', '--check', '--undo'], '--undo has no effect with --check'],
    [['adopt', '--undo', '--from', '.'], '--from has no effect with --undo'],
    [['fuzz', '--workers', '0'], '--workers is "0": it takes a whole number from 1 to 256'],
    [['load', '--gateway', 'peer:7051', '--connection', 'dev'], '--connection and --gateway contradict each other'],
    [['load', '--as', 'admin'], '--as has no effect without --connection or --connection-profile or --gateway'],
    [['load', '--channel', 'ch'], '--channel has no effect without --connection or --connection-profile or'],
    [['load', ...NETWORK, '--file', 'f.js'], '--file has no effect with --scenario'],
    [['load', ...NETWORK, '--seed', '1'], '--seed has no effect with --connection: calls there are those of'],
    [['load', '--clients', '0'], '--clients is "0": it takes a whole number, 1 at least'],
    [['generate', 'client', '--check'], '--check has no effect without --out: give that too'],
    [['generate', 'client', '--force'], '--force has no effect without --out'],
    [['generate', 'client', '-o', 'f', '--check', '--force'], '--force has no effect with --check'],
    [['blocks', 'fetch', 'f', '--chaincode', 'cc'], '--chaincode has no effect with the argument <folder>'],
    [['invoke', 'f', '--gateway', 'p:1', '--module-path', '.'], '--gateway and --module-path contradict each other'],
    [['query', 'f', '--as', 'a', '--cert', 'c', '--key', 'k'], '--as and --cert contradict each other'],
    [['events', '--as', 'a', '--msp-dir', 'm'], '--as and --msp-dir contradict each other'],
];

describe('what would have no effect', () => {
    let ended: readonly Ended[] = [];

    beforeAll(async () => {
        ended = await runCommandLines(
            folder.path,
            REFUSED.map(([args]) => args),
        );
    });

    it.each(REFUSED.map(([args, told], index) => ({ index, told, line: args.join(' ') })))(
        'is refused: $line',
        ({ index, told }) => {
            expect(ended[index]).toEqual({ exitCode: 2, message: expect.stringContaining(told) });
        },
    );

    it('is refused of a file with metadata, where it is of a chaincode on a network', async () => {
        const newer = folder.write('newer.json', '{}');
        const sources = [
            ['generate', 'client', file],
            ['diff', file, newer],
        ];
        const options: readonly (readonly [string[], string])[] = [
            [['--as', 'admin'], '--as has no effect without chaincode:<name>'],
            [['--module-path', '.'], '--module-path has no effect without chaincode:<name>'],
        ];
        const pairs = sources.flatMap((source) =>
            options.map(([given, told]) => ({ args: [...source, ...given], told })),
        );
        const refused = await runCommandLines(
            folder.path,
            pairs.map(({ args }) => args),
        );
        expect(refused).toEqual(pairs.map(({ told }) => ({ exitCode: 2, message: expect.stringContaining(told) })));
    });
});
