import { describe, expect, it } from '@jest/globals';
import { Registrations } from './registrations';

const all = (): boolean => true;

describe('registrations', () => {
    it('are refused until a peer accepts one', () => {
        const registrations = new Registrations();
        expect(registrations.refusal(all)).toBeUndefined();
        registrations.refused('a:1', 'no');
        expect(registrations.refusal(all)).toBe('no');
        registrations.accepted('a:1');
        expect(registrations.refusal(all)).toBeUndefined();
    });

    it('stay accepted when another peer refuses the same id, or another one', () => {
        const registrations = new Registrations();
        registrations.accepted('a:1');
        registrations.refused('a:1', 'no');
        registrations.refused('b:1', 'no');
        expect(registrations.refusal(all)).toBeUndefined();
    });

    it('count for what is served only', () => {
        const registrations = new Registrations();
        registrations.accepted('a:1');
        registrations.refused('b:1', 'no');
        registrations.refused('c:1', 'nor this');
        expect(registrations.refusal((packageId) => packageId === 'c:1')).toBe('nor this');
        expect(registrations.refusal((packageId) => packageId === 'd:1')).toBeUndefined();
    });
});
