/** Least squares: how much `y` grows an hour when `x` is seconds. 0 for less than two points. */
export function slopePerHour(
  points: readonly { readonly x: number; readonly y: number }[],
): number {
  const count = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / count;
  const covariance = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const variance = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return variance > 0 ? (3600 * covariance) / variance : 0;
}
