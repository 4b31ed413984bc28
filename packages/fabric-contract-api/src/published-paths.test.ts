import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as api from './index';

const PACKAGE = join(__dirname, '..');

/** Runs a program as chaincode that has the package installed under fabric-contract-api's name would. */
function run(program: string, type: 'commonjs' | 'module'): unknown {
    const source = program.replaceAll('fabric-contract-api', PACKAGE);
    return JSON.parse(execFileSync(process.execPath, [`--input-type=${type}`, '-e', source], { encoding: 'utf8' }));
}

const PRINT = 'process.stdout.write(JSON.stringify(names));';

describe('the package', () => {
    const names = [
        'Contract',
        'Context',
        'Transaction',
        'Returns',
        'Param',
        'Object',
        'Property',
        'Info',
        'Default',
        'JSONSerializer',
    ];

    it('exports what fabric-contract-api does', () => {
        expect(run(`const names = Object.keys(require('fabric-contract-api')); ${PRINT}`, 'commonjs')).toEqual(names);
        expect(Object.keys(api).sort()).toEqual([...names].sort());
    });

    it('has names for ES modules', () => {
        const program = `import { ${names.join(', ')} } from 'fabric-contract-api/index.js'; const names = [${names.join(', ')}].map((one) => typeof one); ${PRINT}`;
        expect(run(program, 'module')).toEqual(names.map(() => 'function'));
    });

    it.each([
        ['lib/contract', 'Contract'],
        ['lib/contract.js', 'Contract'],
        ['lib/context', 'Context'],
        ['lib/jsontransactionserializer', 'JSONSerializer'],
        ['lib/annotations', 'Transaction,Returns,Param,Object,Property,Info,Default'],
        ['lib/annotations/transaction', 'Transaction,Returns,Param'],
        ['lib/annotations/object', 'Object,Property'],
        ['lib/annotations/info', 'Info'],
        ['lib/annotations/default', 'Default'],
        ['lib/annotations/utils', 'appendOrUpdate,findByValue,generateSchema'],
        ['lib/logger', 'getLogger,setLevel'],
        ['schema/contract-schema.json', '$schema,type,title,required,properties,definitions'],
    ])('has the deep path %s', (path, expected) => {
        const program = `const found = require('fabric-contract-api/${path}'); const names = typeof found === 'function' ? found.name : Object.keys(found).join(','); ${PRINT}`;
        expect(run(program, 'commonjs')).toBe(expected);
    });

    it('has one class under each of its paths', () => {
        const program = `const api = require('fabric-contract-api'); const names = [api.Contract === require('fabric-contract-api/lib/contract'), api.Context === require('fabric-contract-api/lib/context')]; ${PRINT}`;
        expect(run(program, 'commonjs')).toEqual([true, true]);
    });
});
