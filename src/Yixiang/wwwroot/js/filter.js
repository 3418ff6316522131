// Applies a filter form as soon as one of its lists or ticks changes; typing still waits for Enter or the button.
for (const form of document.querySelectorAll('form[data-autosubmit]')) {
  form.addEventListener('change', (event) => {
    if (event.target.matches('select, input[type=checkbox], input[type=radio], input[type=date]')) form.requestSubmit();
  });
  form.addEventListener('formdata', (event) => {
    for (const [name, value] of [...event.formData]) if (value === '') event.formData.delete(name);
  });
}

// Older browsers (WeChat's among them) cannot show what a closed <details> holds; on a wide screen the facets and what is folded for phones are opened there.
if (!CSS.supports('selector(::details-content)') && document.documentElement.dataset.look !== 'simple') {
  for (const facets of document.querySelectorAll('details:is(.facets, .fold, .open-wide)')) facets.open ||= matchMedia('(min-width: 60.0625rem)').matches;
}
