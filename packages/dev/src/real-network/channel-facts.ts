import type { ChannelConfiguration, DefinitionFacts } from '@heddle/local-peer/internal';
import type { ChannelFacts as View, Told } from '@heddle/studio';
import { wordsOf } from '../client/explain-failure';
import type { SystemQuestions } from './system-questions';

/** What the channel says of itself: asked for at the beginning, and again when a block has changed it. */
export class ChannelFacts {
    readonly #questions: SystemQuestions;
    #definitions: Told<readonly DefinitionFacts[]> = { refused: NOT_YET };
    #configuration: Told<ChannelConfiguration> = { refused: NOT_YET };
    #privateData: string | undefined;

    constructor(questions: SystemQuestions) {
        this.#questions = questions;
    }

    get definitions(): readonly DefinitionFacts[] {
        return 'told' in this.#definitions ? this.#definitions.told : [];
    }

    /** MSP ids; none where the peer does not tell. */
    get organizations(): string[] {
        return 'told' in this.#configuration ? this.#configuration.told.organizations.map(({ mspId }) => mspId) : [];
    }

    /** The peer gives no private data, and why. */
    set privateData(refused: string) {
        this.#privateData = refused;
    }

    blockToLive(namespace: string, collection: string): number {
        const definition = this.definitions.find(({ name }) => name === namespace);
        return definition?.collections.find(({ name }) => name === collection)?.blockToLive ?? 0;
    }

    /** Never rejects. */
    async askDefinitions(): Promise<void> {
        this.#definitions = await toldBy(() => this.#questions.definitions());
    }

    /** Never rejects. */
    async askConfiguration(): Promise<void> {
        this.#configuration = await toldBy(async () => {
            const found = await this.#questions.configuration();
            if (found !== undefined) return found;
            throw new Error('the configuration block has no configuration');
        });
    }

    view(): View {
        return {
            definitions: this.#definitions,
            configuration: this.#configuration,
            ...(this.#privateData !== undefined && { privateData: this.#privateData }),
        };
    }
}

const NOT_YET = 'not asked yet';

/** What was asked for, or why there is none, in the peer's words. */
export async function toldBy<What>(ask: () => Promise<What>): Promise<Told<What>> {
    try {
        return { told: await ask() };
    } catch (error) {
        return { refused: wordsOf(error) };
    }
}
