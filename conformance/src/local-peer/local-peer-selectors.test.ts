import { describeLocalScenarios } from './describe-local-peer';

describeLocalScenarios('a local peer that takes selectors', { takesBatches: true, takesSelectors: true });
