import { describe, expect, it } from '@jest/globals';
import { stackOf } from './stack';

describe('the stack of what a contract has thrown', () => {
    it('has the calls of the package itself before those of others', () => {
        const thrown = [
            "TypeError: Cannot read properties of undefined (reading 'size')",
            '    at Assets.create (/home/me/assets/dist/assets.js:12:5)',
            '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
            '    at async run (/home/me/assets/node_modules/@heddle/core/dist/run.js:3:9)',
            '    at async sizeOf (file:///home/me/assets/dist/size.js:1:1)',
        ].join('\n');
        expect(stackOf(thrown)).toEqual({
            head: "TypeError: Cannot read properties of undefined (reading 'size')",
            own: [
                '    at Assets.create (/home/me/assets/dist/assets.js:12:5)',
                '    at async sizeOf (file:///home/me/assets/dist/size.js:1:1)',
            ],
            others: [
                '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
                '    at async run (/home/me/assets/node_modules/@heddle/core/dist/run.js:3:9)',
            ],
        });
    });

    it('keeps a message of several lines, and a cause, whole', () => {
        const { head, own } = stackOf('Error: a\nb\n    at f (/x.js:1:1)\n  [cause]: Error: c\n');
        expect(head).toBe('Error: a\nb');
        expect(own).toEqual(['    at f (/x.js:1:1)', '  [cause]: Error: c']);
    });

    it('takes what is no stack as it is', () => {
        expect(stackOf('no\n')).toEqual({ head: 'no', own: [], others: [] });
    });
});
