/** The part of the package that the tests use. The package has no types. */
declare module 'parse-prometheus-text-format' {
  export interface MetricFamily {
    name: string;
    help: string;
    type: string;
    metrics: {
      value?: string;
      labels?: Record<string, string>;
      buckets?: Record<string, string>;
      count?: string;
      sum?: string;
    }[];
  }
  /** @throws where a line is not in the format */
  export default function parse(text: string): MetricFamily[];
}
