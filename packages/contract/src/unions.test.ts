import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv-draft-04';
import {
    Context,
    Contract,
    ContractChaincode,
    ContractDefinitionError,
    type ContractSource,
    Evaluate,
    IsIn,
    IsInt,
    IsString,
    Min,
    Param,
    Property,
    Returns,
    type TypeSpec,
} from './index';
import { recordingLogger, ScriptedPeer } from './testing/scripted-peer';

class Dog {
    @IsIn(['dog']) kind!: 'dog';
    @IsString() name!: string;
}

/** It has no property of its own for its kind. */
class Cat {
    @IsInt() @Min(0) lives!: number;
}
class Cage<T> {
    @IsIn(['cage']) kind!: 'cage';
    @Property([{ any: true }]) inmates!: T[];
}

const PET = { union: 'kind', of: { dog: Dog, cat: Cat } } as const;
type Pet = Dog | Cat;

class Owner {
    @Property(PET) favourite!: Pet;
    @Property({ record: PET }) others!: Record<string, Pet>;
}

function namesOf(pets: Iterable<Pet | null>): unknown {
    return Array.from(pets, (pet) => pet?.constructor.name ?? null);
}

class Pets extends Contract {
    @Evaluate() @Param('pet', PET) one(_ctx: Context, pet: Pet): unknown {
        return [pet.constructor.name, pet];
    }
    @Evaluate() @Param('pets', [PET]) list(_ctx: Context, pets: Pet[]): unknown {
        return namesOf(pets);
    }
    @Evaluate() @Param('pets', { map: PET }) map(_ctx: Context, pets: Map<string, Pet>): unknown {
        return namesOf(pets.values());
    }
    @Evaluate() @Param('pets', { record: PET }) record(_ctx: Context, pets: Record<string, Pet>): unknown {
        return namesOf(Object.values(pets));
    }
    @Evaluate() @Param('pet', { nullable: PET }) nullable(_ctx: Context, pet: Pet | null): unknown {
        return namesOf([pet]);
    }
    @Evaluate() owner(_ctx: Context, owner: Owner): unknown {
        return namesOf([owner.favourite, ...Object.values(owner.others)]);
    }
    @Evaluate()
    @Param('pet', { union: 'kind', of: { later: () => Dog, cage: { class: Cage, fields: { inmates: [PET] } } } })
    generic(_ctx: Context, pet: Cage<Pet>): unknown {
        return namesOf(pet.inmates);
    }
    @Evaluate() @Returns(PET) @Param('pet', { any: true }) returning(_ctx: Context, pet: unknown): unknown {
        return pet;
    }
    @Evaluate() @Param('pet', { any: true }) stored(ctx: Context, pet: unknown): unknown {
        // Typed as Dog | Cat, without a cast.
        const stored: Pet = ctx.deserialize(PET, ctx.serialize(pet));
        return stored instanceof Dog ? stored.name : stored.lives;
    }
}

const DOG = { kind: 'dog', name: 'Rex' };
const CAT = { kind: 'cat', lives: 9 };

const chaincode = new ContractChaincode({ contracts: [Pets], logger: recordingLogger().logger });

describe('a discriminated union', () => {
    it.each<[string, unknown, string]>([
        ['one', DOG, '200 ["Dog",{"kind":"dog","name":"Rex"}]'],
        ['one', CAT, '200 ["Cat",{"kind":"cat","lives":9}]'],
        ['list', [DOG, CAT], '200 ["Dog","Cat"]'],
        ['map', { a: DOG, b: CAT }, '200 ["Dog","Cat"]'],
        ['record', { a: DOG, b: CAT }, '200 ["Dog","Cat"]'],
        ['nullable', null, '200 [null]'],
        ['nullable', CAT, '200 ["Cat"]'],
        ['owner', { favourite: DOG, others: { a: CAT } }, '200 ["Dog","Cat"]'],
        ['generic', { kind: 'cage', inmates: [DOG, CAT] }, '200 ["Dog","Cat"]'],
        ['returning', CAT, '200 {"kind":"cat","lives":9}'],
        ['stored', CAT, '200 9'],
        ['stored', DOG, '200 Rex'],
    ])('is read and written: %s(%j)', async (name, argument, answer) => {
        await using peer = new ScriptedPeer(chaincode);
        const { status, message, payload } = await peer.invoke(name, JSON.stringify(argument));
        expect(`${status} ${status < 400 ? payload : message}`).toBe(answer);
    });

    it.each<[string, unknown, string]>([
        ['one', { kind: 'cow' }, 'VALIDATION_FAILED: pet.kind must be one of "dog", "cat", not "cow"'],
        ['one', { kind: 1 }, 'VALIDATION_FAILED: pet.kind must be one of "dog", "cat", not 1'],
        ['one', { name: 'Rex' }, 'VALIDATION_FAILED: pet.kind is missing: it must be one of "dog", "cat"'],
        ['one', [], 'VALIDATION_FAILED: pet must be an object whose kind is one of "dog", "cat", not an array'],
        ['one', { ...DOG, lives: 9 }, 'VALIDATION_FAILED: pet.lives is not a property of Dog'],
        ['map', { a: { kind: 'cat', lives: -1 } }, 'VALIDATION_FAILED: pets.a.lives must not be less than 0'],
        ['list', [DOG, {}], 'VALIDATION_FAILED: pets[1].kind is missing: it must be one of "dog", "cat"'],
        ['returning', { kind: 'cow' }, 'INVALID_RESULT: result.kind must be one of "dog", "cat", not "cow"'],
        ['returning', { lives: 9 }, 'INVALID_RESULT: result.kind must be one of "dog", "cat", not undefined'],
    ])('says what decides, and what it may be: %s(%j)', async (name, argument, message) => {
        await using peer = new ScriptedPeer(chaincode);
        expect((await peer.invoke(name, JSON.stringify(argument))).message).toBe(message);
    });

    it('is described with what decides, and its classes', () => {
        const { contracts, components } = chaincode.metadata;
        const { transactions } = contracts['Pets'] as { transactions: { name: string; returns?: object }[] };
        const { returns = {} } = transactions.find(({ name }) => name === 'returning') ?? {};
        expect(returns).toEqual({
            type: 'object',
            discriminator: 'kind',
            properties: { kind: { type: 'string', enum: ['dog', 'cat'] } },
            required: ['kind'],
        });
        expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(['Cat', 'Dog']));
        const validate = new Ajv({ strict: false }).compile(returns);
        expect([DOG, CAT, { kind: 'cow' }].map((value) => validate(value))).toEqual([true, true, false]);
    });

    it.each<[unknown, string]>([
        [{ union: '', of: { dog: Dog } }, 'a union whose deciding property has no name'],
        [{ union: 'kind' }, 'a union of nothing'],
        [{ union: 'kind', of: {} }, 'a union of nothing'],
        [{ union: 'kind', of: { dog: String } }, 'a union whose "dog" is string instead of a class'],
        [{ union: 'kind', of: { dogs: [Dog] } }, 'a union whose "dogs" is Dog[] instead of a class'],
        [{ union: 'kind', of: { pet: PET } }, 'a union whose "pet" is Dog | Cat instead of a class'],
    ])('is a mistake at start-up in another form: %p', (spec, found) => {
        class Mistaken extends Contract {
            @Evaluate() @Param('pet', spec as TypeSpec) run(_ctx: Context, pet: unknown): unknown {
                return pet;
            }
        }
        expect(mistakesOf(Mistaken)).toEqual([
            `${found}. Write { union: 'kind', of: { dog: Dog, cat: Cat } }, where Dog and Cat are classes`,
        ]);
    });
});

function mistakesOf(contract: ContractSource): string[] {
    try {
        new ContractChaincode({ contracts: [contract], logger: recordingLogger().logger });
    } catch (error) {
        if (error instanceof ContractDefinitionError) return error.mistakes.map(({ found, fix }) => `${found}. ${fix}`);
        throw error;
    }
    return [];
}
