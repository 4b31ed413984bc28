import { describe, expect, it } from '@jest/globals';
import { parseCpuSeconds, parseMemory } from './process-figures';

describe('the figures of a process', () => {
    it('are found behind a command with spaces and parentheses', () => {
        const stat = '42 (node (a) b) S 1 42 42 0 -1 4194560 5000 0 3 0 150 25 0 0 20 0 11 0 1000 700000000 12000 0\n';
        expect(parseCpuSeconds(stat)).toBe(1.75);
    });

    it('are megabytes of memory, now and at most', () => {
        const status = 'Name:\tnode\nVmPeak:\t 999999 kB\nVmHWM:\t   20480 kB\nVmRSS:\t   10240 kB\n';
        expect(parseMemory(status)).toEqual({ rssMegabytes: 10, peakMegabytes: 20 });
    });
});
