import { expect, it } from '@jest/globals';
import { TestNetwork } from './index';
import { Cars } from './testing/contracts';

it.each([
    ['determinism', 'perturb', "option 'determinism' of TestNetwork.start is 'perturb': write check, sample, off"],
    ['traps', 'on', "option 'traps' of TestNetwork.start is 'on': write fail, report, off"],
])('a network does not start with a choice for %s that there is not', async (name, choice, message) => {
    // As of JavaScript, which knows no unions.
    const start = TestNetwork.start({ contracts: [Cars], ...{ [name]: choice } });
    await expect(start).rejects.toMatchObject({ code: 'OPTION_INVALID', message: expect.stringContaining(message) });
});
