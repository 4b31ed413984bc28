import { TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ended, runCommandLines } from '../testing/run-command-lines';

const CALLS = "give --calls the file of TestNetwork.start's option record";

/** Each command line, and what is told of it. `F` is a folder, `T` a text, `L` a list of JSON. */
const MISTAKES: readonly (readonly [args: readonly string[], told: string])[] = [
    [['state'], 'no command is given: "heddle state --help" lists them'],
    [['generate'], 'no command is given: "heddle generate --help" lists them'],
    [['invoke'], 'missing required argument \'function\': "heddle invoke --help" lists what there is'],
    [['state', 'get'], 'missing required argument \'key\': "heddle state get --help" lists what there is'],
    [['check', 'nowhere'], 'nowhere is no folder: name that of a package'],
    [['check', 'T'], 'T is no folder: name that of a package'],
    [['check', '--baseline', 'F', '--write-baseline'], 'F cannot be written (Error: EISDIR'],
    [['check', '--baseline', 'nowhere/b', '--write-baseline'], 'nowhere/b cannot be written (Error: ENOENT'],
    [['cost', '--', 'heddle-nothing'], 'heddle-nothing cannot be run in '],
    [['cost', '--', 'false'], 'false failed, exit code 1: what it cost is not compared'],
    [['matrix', '--all', '--', 'heddle-nothing'], 'put a command behind -- as the shell has it, such as npx jest'],
    [['matrix', '--all', '--calls', 'F'], `F cannot be read (EISDIR: illegal operation on a directory): ${CALLS}`],
    [['matrix', '--all', '--calls', 'T'], `T:1 is no recorded call: ${CALLS}`],
    [['matrix', '--all', '--calls', 'L'], `L:1 is no recorded call: ${CALLS}`],
    [
        ['dev', '--port', '0', '--no-studio'],
        '.heddle cannot be written (EEXIST: file already exists): what is kept for',
    ],
];

describe('a mistake at the terminal', () => {
    let ended: readonly Ended[] = [];
    const folder = new TemporaryFolder();

    beforeAll(async () => {
        folder.writePackage({ 'index.js': 'exports.chaincode = { Init: async () => 0, Invoke: async () => 0 };' });
        folder.write('F/file', '');
        folder.write('T', 'no JSON');
        folder.write('L', '[]');
        folder.write('.heddle', 'a file where the folder is to be');
        ended = await runCommandLines(
            folder.path,
            MISTAKES.map(([args]) => args),
        );
    });

    afterAll(() => {
        folder[Symbol.dispose]();
    });

    it.each(MISTAKES.map(([args, told], index) => ({ index, told, line: args.join(' ') })))(
        'is told with what to do: $line',
        ({ index, told }) => {
            expect(ended[index]).toEqual({ exitCode: 2, message: expect.stringContaining(told) });
        },
    );
});
