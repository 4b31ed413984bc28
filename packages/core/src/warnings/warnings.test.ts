import { describe, expect, it } from '@jest/globals';
import type { WarningReport } from '../observer';
import { RecordedLog } from '../testing/recorded-log';
import { WARNINGS } from '../warning-codes';
import { Warnings, type WarningsOptions } from './warnings';

function recorded(options: Partial<WarningsOptions> = {}): {
    warnings: Warnings;
    log: RecordedLog;
    counted: WarningReport[];
} {
    const log = new RecordedLog();
    const counted: WarningReport[] = [];
    const observer = {
        warningNoted(report: WarningReport): void {
            counted.push(report);
        },
    };
    return { warnings: new Warnings({ logger: log, observer, ...options }), log, counted };
}

const transfer = { contract: 'Assets', name: 'Transfer' };

describe('warnings', () => {
    it('are one line with the function, the place and the remedy', () => {
        const { warnings, log } = recorded();
        const method = (): void => {
            warnings.note({ code: 'EMPTY_VALUE', what: 'putState of "k"', name: transfer, txId: 'tx1', method });
        };
        method();
        const { text, remedy } = WARNINGS.EMPTY_VALUE;
        expect(log.lines).toMatchObject([
            {
                level: 'warn',
                fields: { code: 'EMPTY_VALUE', contract: 'Assets', function: 'Transfer', txId: 'tx1' },
            },
        ]);
        const [line = ''] = log.messages();
        expect(line).toContain(`: ${text} (putState of "k"): ${remedy}`);
        expect(line).toMatch(/^EMPTY_VALUE in Assets:Transfer at .*warnings\.test\.[jt]s:\d+:\d+: /);
        expect(log.lines[0]?.fields['at']).toMatch(/warnings\.test\.[jt]s:\d+:\d+$/);
    });

    it('are told once for each function and code, and counted each time', () => {
        const { warnings, log, counted } = recorded();
        for (let call = 0; call < 3; call++) {
            warnings.note({ code: 'EMPTY_VALUE', name: transfer });
            warnings.note({ code: 'WRITE_IN_EVALUATED', name: transfer });
            warnings.note({ code: 'EMPTY_VALUE', name: { contract: 'Assets', name: 'Create' } });
        }
        expect(log.messages()).toHaveLength(3);
        expect(counted).toHaveLength(9);
        expect(counted[0]).toEqual({ code: 'EMPTY_VALUE', name: transfer });
    });

    it('are told again where the place is known at last', () => {
        const { warnings, log } = recorded();
        const site = { stack: 'Error\n    at transfer (/app/lib/assets.js:42:9)' };
        warnings.note({ code: 'UNAWAITED_WRITE', name: transfer });
        warnings.note({ code: 'UNAWAITED_WRITE', name: transfer, site });
        warnings.note({ code: 'UNAWAITED_WRITE', name: transfer, site });
        warnings.note({ code: 'UNAWAITED_WRITE', name: transfer });
        expect(log.lines.map(({ fields }) => fields['at'])).toEqual([undefined, '/app/lib/assets.js:42:9']);
    });

    it('are counted and not told where they are silenced', () => {
        const { warnings, log, counted } = recorded({ silencedWarnings: ['EMPTY_VALUE'] });
        warnings.note({ code: 'EMPTY_VALUE', name: transfer });
        warnings.note({ code: 'WRITE_IN_EVALUATED', name: transfer });
        expect(log.lines.map(({ fields }) => fields['code'])).toEqual(['WRITE_IN_EVALUATED']);
        expect(counted).toHaveLength(2);
    });

    it('of chaincode without contracts are told once for each line', () => {
        const { warnings, log } = recorded();
        const at = (line: number): { stack: string } => ({
            stack: `Error\n    at invoke (/app/chaincode.js:${line}:9)`,
        });
        for (const line of [1, 2, 1]) {
            warnings.note({
                code: 'EMPTY_VALUE',
                what: `putState of "${log.lines.length}"`,
                txId: 'tx1',
                site: at(line),
            });
        }
        expect(log.lines.map(({ fields }) => fields['at'])).toEqual(['/app/chaincode.js:1:9', '/app/chaincode.js:2:9']);
    });

    it('that are about no function are told for each thing that they are about', () => {
        const { warnings, log } = recorded();
        for (const what of ['grpc.a', 'grpc.b', 'grpc.a']) warnings.note({ code: 'OPTION_WITHOUT_EFFECT', what });
        expect(log.messages()).toEqual([
            'OPTION_WITHOUT_EFFECT: an option that has no effect here was given (grpc.a): leave it out',
            'OPTION_WITHOUT_EFFECT: an option that has no effect here was given (grpc.b): leave it out',
        ]);
    });

    it('leave out the frames of the framework, by whatever name it is installed', () => {
        const { warnings, log } = recorded();
        const frames = [
            'at putState (/app/node_modules/@heddle/core/dist/stub/chaincode-stub.js:1:1)',
            'at run (/app/node_modules/fabric-contract-api/dist/contract.js:1:1)',
            'at /app/node_modules/.pnpm/@heddle+core@1.0.0/node_modules/@heddle/core/dist/a.js:1:1',
            'at async Assets.transfer (C:\\app\\lib\\assets.js:42:9)',
        ];
        warnings.note({ code: 'UNAWAITED_WRITE', site: { stack: `Error\n    ${frames.join('\n    ')}` } });
        expect(log.lines[0]?.fields['at']).toBe('C:\\app\\lib\\assets.js:42:9');
    });
});
