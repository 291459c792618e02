/* Elements that nothing on the server listens to: to Dash they are one component, to React as many
 * as they are (monitor/web/still.py says why). They come in the form in which Dash sends its own.
 */
window.monitor_parts = (() => {
  const listed = (parts) => [draw(parts)].flat(Infinity);
  const element = (...told) => window.React.createElement(...told);

  /* What has an id is found again by it where it has moved; all else by its place. */
  function draw(part) {
    if (Array.isArray(part)) return part.map(draw);
    if (part === null || typeof part !== "object") return part;
    if (part.type === "Still") return draw(part.props.parts);
    const { children, ...told } = part.props;
    if (told.id !== undefined) told.key = told.id;
    return element(part.type.toLowerCase(), told, ...listed(children));
  }

  const Still = ({ parts }) => element(window.React.Fragment, null, ...listed(parts));
  return { Still };
})();
