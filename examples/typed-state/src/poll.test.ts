import '@heddle/testing/jest';
import { TestNetwork } from '@heddle/testing';
import { expect, it } from '@jest/globals';
import { Poll, Voted, Votes } from './poll';

const MANY = 20;

it('counts each vote, of as many as are endorsed at the same time', async () => {
    await using net = await TestNetwork.start({ contracts: [Poll] });
    const votes = [];
    for (let number = 0; number < MANY; number += 1)
        votes.push(await net.as(`voter${number}`).endorse('vote', 'lunch', number % 2 === 0 ? 'soup' : 'salad'));
    expect(await net.commit(...votes)).toEqual(votes.map(() => 'VALID'));
    expect(await net.state.of(Votes).value({ poll: 'lunch', choice: 'soup' })).toBe(10n);
    expect(await net.as('ann').evaluate('count', 'lunch', 'salad')).toBe(10n);
});

it('gives each voter one vote', async () => {
    await using net = await TestNetwork.start({ contracts: [Poll] });
    const ann = net.as('ann');
    await expect(ann.submit('vote', 'lunch', 'soup')).toHaveEmitted(Voted, { poll: 'lunch', choice: 'soup' });
    await expect(ann.submit('vote', 'lunch', 'salad')).toBeRefusedWith('VOTED_ALREADY');
    const [one, other] = [
        await net.as('bob').endorse('vote', 'lunch', 'soup'),
        await net.as('bob').endorse('vote', 'lunch', 'soup'),
    ];
    expect(await net.commit(one, other)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
});

it('puts old votes together, and loses none', async () => {
    await using net = await TestNetwork.start({ contracts: [Poll] });
    for (const name of ['ann', 'bob', 'carol']) await net.as(name).submit('vote', 'lunch', 'soup');
    net.advance(60 * 60 * 1000);
    expect(await net.as('ann').submit('compact', 'lunch', 'soup')).toBe(false);
    const keys = Object.keys(await net.state.all()).filter((key) => key.startsWith('votes('));
    expect(keys).toHaveLength(1);
    expect(await net.state.of(Votes).value({ poll: 'lunch', choice: 'soup' })).toBe(3n);
});
