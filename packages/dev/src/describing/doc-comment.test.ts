import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDocComment } from './doc-comment';

describe('a doc comment', () => {
    it('has a description, what it says of parameters, and of the result', () => {
        const text = `/**
            * Gives an asset away.
            *
            * - not twice
            * - not to oneself
            *
            * @param id which one
            * @param {string} newOwner - who gets it:
            *   by the id of a certificate
            * @param [note=none] what for
            * @throws if there is none
            * @returns the owner of before
            */`;
        expect(parseDocComment(text)).toEqual({
            description: 'Gives an asset away.\n\n- not twice\n- not to oneself',
            parameters: { id: 'which one', newOwner: 'who gets it:\n  by the id of a certificate', note: 'what for' },
            returns: 'the owner of before',
        });
    });

    it.each([
        ['/** One line. */', 'One line.'],
        ['/** Of {@link Asset} and {@link Lot | a lot}, {@linkcode Row the row}. */', 'Of Asset and a lot, the row.'],
        ['/** @description As JSDoc has it. */', 'As JSDoc has it.'],
        ['/** */', ''],
        ['/***/', ''],
        ['/** {@link */', '{@link'],
        ['/** @returns [one] of two */', ''],
    ])('is read as it is meant: %s', (text, description) => {
        expect(parseDocComment(text).description).toBe(description);
    });

    it('keeps what stands behind @returns from its first word on', () => {
        expect(parseDocComment('/** @returns {Promise<string>} [one] of two */').returns).toBe('[one] of two');
    });

    it('is the same with the line ends of Windows', () => {
        const text = '/**\n * One\n * two.\n *\n * @param a three\n * four\n */';
        expect(parseDocComment(text.replaceAll('\n', '\r\n'))).toEqual(parseDocComment(text));
    });

    it('never fails, whatever it holds', () => {
        fc.assert(
            fc.property(
                fc.string({ unit: 'grapheme' }),
                fc.constantFrom('', '@param ', '@returns ', '{@link '),
                (text, tag) => {
                    const { description, parameters, returns } = parseDocComment(
                        `/** ${tag}${text.replaceAll('*/', '')} */`,
                    );
                    expect(
                        [description, returns, ...Object.values(parameters)].every((one) => one === one.trim()),
                    ).toBe(true);
                },
            ),
        );
    });
});
