import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

/** Assigns in a process of its own: in jest, process.env is a copy, which refuses less. */
const SCRIPT = `
    require(process.argv[1]);
    process.env.HEDDLE_THERE = 'changed';
    process.env.HEDDLE_NEW = 1;
    delete process.env.HEDDLE_GONE;
    const { HEDDLE_THERE, HEDDLE_NEW, HEDDLE_GONE } = process.env;
    console.log(JSON.stringify([HEDDLE_THERE, HEDDLE_NEW, HEDDLE_GONE]));`;

it('variables can be assigned and deleted beside the traps, those that are there already as well', () => {
    const env = { ...process.env, HEDDLE_THERE: 'as it was', HEDDLE_GONE: 'soon' };
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', SCRIPT, join(__dirname, '..', 'traps.js')], {
        encoding: 'utf8',
        env,
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(['changed', '1', null]);
});
