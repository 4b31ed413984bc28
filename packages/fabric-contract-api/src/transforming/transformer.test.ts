import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const FACADE = join(__dirname, '..', '..');

/** A chaincode whose decorators are those of a copy of class-transformer of its own. */
const CHAINCODE = `
const { Type, Exclude } = require('class-transformer');
const { JSONSerializer } = require(${JSON.stringify(FACADE)});
class Part {}
class Whole {}
Type(() => Part)(Whole.prototype, 'part');
Exclude({ toPlainOnly: true })(Whole.prototype, 'secret');
class Bare {}
const schemas = { Whole: { $id: 'Whole', type: 'object', cnstr: Whole }, Bare: { $id: 'Bare', type: 'object', cnstr: Bare } };
const read = (name, text) => new JSONSerializer().fromBuffer(Buffer.from(text), { properties: { prop: { $ref: '#/components/schemas/' + name } }, components: { schemas } }).value;
const whole = read('Whole', '{"part":{"id":1},"secret":"s"}');
const write = (value) => new JSONSerializer().toBuffer(value).toString();
console.log(JSON.stringify([whole instanceof Whole, whole.part instanceof Part, read('Bare', '{"a":1}') instanceof Bare, write(whole), write([whole]), write({ map: new Map([['a', 1]]) })]));
`;

describe('class-transformer as the chaincode has it installed', () => {
    const folders: string[] = [];

    afterAll(() => {
        for (const folder of folders) rmSync(folder, { recursive: true });
    });

    it.each(['class-transformer-0.4.0', 'class-transformer-0.4.1', 'class-transformer'])(
        'is the one whose decorators count: %s',
        (name) => {
            const folder = mkdtempSync(join(tmpdir(), 'heddle-transformer-'));
            folders.push(folder);
            mkdirSync(join(folder, 'node_modules'));
            const installed = dirname(createRequire(__filename).resolve(`${name}/package.json`));
            cpSync(installed, join(folder, 'node_modules', 'class-transformer'), { recursive: true });
            writeFileSync(join(folder, 'chaincode.js'), CHAINCODE);
            const said = execFileSync(process.execPath, ['chaincode.js'], { cwd: folder, encoding: 'utf8' });
            expect(JSON.parse(said)).toEqual([
                true,
                true,
                true,
                '{"part":{"id":1}}',
                '[{"part":{"id":1}}]',
                '{"map":{"a":1}}',
            ]);
        },
    );
});
