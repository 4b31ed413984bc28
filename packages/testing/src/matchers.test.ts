import './jest';
import { describe, expect, it } from '@jest/globals';
import { matchers, TestNetwork } from './index';
import { CAR, Cars } from './testing/contracts';

async function messageOf(running: Promise<unknown>): Promise<string> {
    try {
        await running;
    } catch (error) {
        return (error as Error).message;
    }
    throw new Error('the matcher passed');
}

describe('the matchers', () => {
    it('look at what submit and endorse return', async () => {
        await using net = await TestNetwork.start({ contracts: [Cars] });
        const alice = net.as('alice');
        await expect(alice.submit('add', CAR)).toHaveWritten('c1', CAR);
        await expect(alice.submit('paint', 'c1', 'blue')).toHaveWritten(
            'c1',
            expect.objectContaining({ color: 'blue' }),
        );
        await expect(alice.endorse('paint', 'c1')).toHaveWritten('c1');
        await expect(await alice.endorse('paint', 'c1')).not.toHaveWritten('c1', CAR);
        await expect(alice.submit('add', { ...CAR, id: 'c2' })).toHaveWritten(['color', 'red', 'c2'], true);
        await expect(alice.submit('add', { ...CAR, id: 'c3' })).toHaveSetEvent('CarAdded', { id: 'c3' });
        await expect(alice.submit('paint', 'c3')).not.toHaveSetEvent('CarAdded');
        await expect(alice.submit('scrap', 'c3')).toHaveDeleted('c3');
        await expect(alice.submit('scrap', 'c2')).not.toHaveDeleted('c1');
    });

    it('look at how a call failed', async () => {
        await using net = await TestNetwork.start({ contracts: [Cars] });
        const alice = net.as('alice');
        await expect(alice.evaluate('read', 'c9')).toBeRefusedWith('CAR_UNKNOWN');
        await expect(alice.submit('add', { ...CAR, doors: -1 })).toBeRefusedWith('VALIDATION_FAILED', 'car.doors');
        await expect(alice.evaluate('read', 'c9')).toBeRefusedWith('CAR_UNKNOWN', /car c9$/);
        await expect(alice.evaluate('read', 'c9')).not.toBeRefusedWith('CAR_UNKNOWN', 'another text');
        await expect(alice.submit('add', CAR)).not.toBeRefusedWith('CAR_EXISTS');
        const [one, other] = [await alice.endorse('paint', 'c1'), await alice.endorse('paint', 'c1')];
        await one.commit();
        await expect(other.commit()).toBeRefusedWith('MVCC_READ_CONFLICT');
    });

    it('say what was found instead', async () => {
        await using net = await TestNetwork.start({ contracts: [Cars] });
        const alice = net.as('alice');
        expect(await messageOf(expect(alice.submit('add', CAR)).toHaveWritten('c2'))).toBe(
            "expected add to write c2, but it wrote\n  color(red, c1): true\n  c1: { color: 'red', doors: 4, id: 'c1' }",
        );
        expect(await messageOf(expect(alice.endorse('scrap', 'c1')).toHaveWritten('c1', CAR))).toContain('c1: deleted');
        expect(await messageOf(expect(alice.submit('paint', 'c1')).toHaveSetEvent('Painted'))).toBe(
            'expected paint to set the event Painted, but no event was set',
        );
        expect(await messageOf(expect(alice.submit('paint', 'c1')).toBeRefusedWith('NO'))).toBe(
            "expected the call to be refused with NO, but it gave 'white'",
        );
        expect(await messageOf(expect(alice.evaluate('read', 'x')).toBeRefusedWith('NO'))).toBe(
            'expected the call to be refused with NO, but it was with CAR_UNKNOWN (CAR_UNKNOWN: there is no car x)',
        );
        expect(await messageOf(expect(alice.submit('paint', 'c1')).not.toHaveWritten('c1'))).toBe(
            'expected paint not to write c1, but it did',
        );
    });

    it('pass other errors on, and say what they take', async () => {
        await using net = await TestNetwork.start({ contracts: [Cars] });
        const alice = net.as('alice');
        const failing = alice.submit('add', { ...CAR, doors: Number.NaN });
        expect(await messageOf(expect(failing).toBeRefusedWith('ANY'))).toContain('car.doors is NaN');
        expect(await messageOf(expect('text').toBeRefusedWith('ANY'))).toContain('give it the promise that submit');
        await alice.submit('add', CAR);
        expect(await messageOf(expect(await alice.submit('paint', 'c1')).toHaveWritten('c1'))).toContain(
            'or what endorse returned',
        );
        expect(await messageOf(expect(alice.submit('paint', 'c9')).toHaveWritten('c9'))).toContain('CAR_UNKNOWN');
    });

    it('need nothing of jest but `equals`', async () => {
        await using net = await TestNetwork.start({ contracts: [Cars] });
        const equals = (actual: unknown, expected: unknown): boolean =>
            JSON.stringify(actual) === JSON.stringify(expected);
        const transaction = await net.as('alice').endorse('add', CAR);
        const written = await matchers.toHaveWritten.call(
            { equals, isNot: false },
            transaction,
            ['color', 'red', 'c1'],
            true,
        );
        expect(written.pass).toBe(true);
    });
});
