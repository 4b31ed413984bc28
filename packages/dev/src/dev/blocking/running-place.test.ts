import { describe, expect, it } from '@jest/globals';
import { runningPlace } from './running-place';

const EVALUATED = '    at eval (eval at spin (/home/ann/cars/dist/cars.js:7:5), <anonymous>:1:1)';

describe('the place that blocks the event loop', () => {
    it.each<[string, string[], string | undefined]>([
        ['a function of the package', ['    at spin (/home/ann/cars/src/cars.ts:6:5)'], 'spin (src/cars.ts:6:5)'],
        ['a method', ['    at async Cars.add (/home/ann/cars/src/cars.ts:6:5)'], 'Cars.add (src/cars.ts:6:5)'],
        ['a function without a name', ['    at /home/ann/cars/src/cars.ts:6:5'], 'src/cars.ts:6:5'],
        ['an ES module', ['    at spin (file:///home/ann/cars/my%20cars.mjs:6:5)'], 'spin (my cars.mjs:6:5)'],
        [
            'the caller of what is not its own',
            [
                '    at RegExp.test (<anonymous>)',
                '    at check (/home/ann/cars/node_modules/checks/index.js:1:2)',
                '    at runNextTicks (node:internal/process/task_queues:65:5)',
                '    at add (/home/ann/cars/src/cars.ts:9:1)',
            ],
            'add (src/cars.ts:9:1)',
        ],
        [
            'a dependency where nothing else is known',
            ['    at check (/home/ann/cars/node_modules/checks/index.js:1:2)'],
            'check (/home/ann/cars/node_modules/checks/index.js:1:2)',
        ],
        ['nothing of anybody', ['    at processTimers (node:internal/timers:615:9)'], undefined],
    ])('is %s', (_, frames, place) => {
        expect(runningPlace(['Error', EVALUATED, ...frames].join('\n'), '/home/ann/cars')).toBe(place);
    });

    it('is unknown without a stack', () => {
        expect(runningPlace('undefined', '/home/ann/cars')).toBeUndefined();
    });
});
