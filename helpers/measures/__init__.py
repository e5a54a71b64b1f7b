"""What is computed: frames in, frames and numbers out; nothing here draws or speaks."""
